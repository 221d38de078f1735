"""The pages' frame: where you are, addresses, what readers' machines are told."""
