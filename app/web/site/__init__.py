"""The pages that visitors read: Dutch, rendered on the server from the same search and catalogue as the API."""
