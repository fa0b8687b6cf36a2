"""Files that hang on a thing: pictures, PDF files, recordings of a voice.

    hanging.hangs(Page, may_read_page)                    # in a room's apps.ready(): who reads what hangs there
    pictures = forms.FilesField(required=False)           # on its form: looked into, cleaned, made smaller
    services.hang(pictures, on=page, now=now)             # in its service; sealed_with=("circle", circle.id) seals
    selectors.hung_on(pages, viewer=member)               # {page.id: [File, ...]}, with names, for its template
    {{ files.hung(found) }}                               # "files/parts.html"

A file is read by whoever may read its thing and is gone when its thing is, by whatever way that goes.
docs/adr/0023-files.md says where the bytes stand, and when they are sealed.
"""
