"""Site search: the words of pages, their place in the index, and what is asked of it.

Other code calls `ranked`, `matching`, `beginning_with` and `corrected` of `cms.search.queries`. None of them knows
what is public: who calls them starts from `listed()`.
"""
