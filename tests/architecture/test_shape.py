"""The shape of the code: short files, short functions, a docstring first, errors caught by name."""

import ast

from tests.architecture.files import ours, product, text_of, tree_of

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50


def test_files_are_short() -> None:
    long = {str(path): len(text_of(path).splitlines()) for path in ours("*.py") if "migrations" not in path.parts}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in product()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_every_file_opens_with_one_sentence() -> None:
    without = [
        str(path)
        for path in ours("*.py")
        if "migrations" not in path.parts and text_of(path).strip() and not ast.get_docstring(tree_of(path))
    ]
    assert without == []


def test_nothing_turns_off_the_check_of_certificates() -> None:
    words = ("verify" + "=False", "CERT" + "_NONE", "_create_unverified" + "_context", "check_hostname = " + "False")
    assert [f"{path}: {word}" for path in product() for word in words if word in text_of(path)] == []


def test_no_signal_and_no_logic_in_save() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in product()
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.FunctionDef) and node.name == "save" and _is_of_a_model(path, node))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.db.models.signals", "django.dispatch")))
    ]
    assert found == []


def _is_of_a_model(path: object, method: ast.FunctionDef) -> bool:
    return "models" in str(path) and bool(method.args.args) and method.args.args[0].arg == "self"
