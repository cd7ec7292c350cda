"""What performance is measured with: each file runs by itself, prints ratios side by side, and asserts nothing."""
