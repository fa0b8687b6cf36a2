"""The roof: settings, URLs, middleware, which rooms are open, and the `hearth` command."""
