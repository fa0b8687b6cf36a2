"""The second door: what every `api.py` of the house is written with.

    router = routers.Router("circles")

    @router.get("circles/{uuid:circle_id}", scope="circles:read", response=CircleOut)
    def circle(request, circle_id: UUID): ...

An operation parses, asks one service or selector, and answers. Who comes is told by the bearer token
alone (`accounts.tokens`): no cookie counts here. `site/api.py` puts the routers together.
"""
