"""What visitors and programs reach over HTTP."""
