"""The project's own commands: ``scrapy <name> --help`` tells each one's."""
