"""Everything that visitors and programs reach over HTTP."""
