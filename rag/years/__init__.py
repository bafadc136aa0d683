"""Two reports of consecutive years side by side: indicators paired, tasks aligned, what is new and what is gone."""
