"""The widget: a loader for other sites' pages, and the light page that it opens in an iframe. See docs/widget.md."""
