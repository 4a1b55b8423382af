import tinychain as tc

@tc.service(publisher="example-devco", namespace="ml", name="counter", version="1.0.0")
class Counter(tc.Service):

    @tc.define.get
    def handle(self, limit: int):
        step = tc.scalar.Value(0)
        while step < limit:
            if step % 2 == 0:
                tc.op.emit("even", step)
            else:
                tc.op.emit("odd", step)
            step = step + 1
        return tc.op.result("done")
