"""The JSON API: what programs ask of Retake, with a token, as pages let people ask it."""
