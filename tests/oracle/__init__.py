"""The oracle of every whole-program test: the same source in CPython and in the kernel, outcome beside outcome.

python = cpython.load(source, "Shop")
kernel = Kernel()
link = kernel.install(build(Source("shop.py", source)).definitions[0].manifest)
assert difference(python.call("total", {"items": []}), kernel.call(link, "total", {"items": []})) is None
"""
