"""The web wing: pages for people and answers for machines, around one store.

The only place that knows Flask. A page is a saved query and a template: it reads its address, asks, shows.
"""
