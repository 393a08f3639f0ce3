package io.tradinghub.sim.rest;

import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.Json;
import org.jspecify.annotations.Nullable;

/// The control API for faults: `GET /sim/faults` lists the pending ones, `DELETE` cancels them and `POST
/// /sim/faults/{fault}?count=N` arms one; `drop` cuts all streams and `stall?seconds=S` stalls them.
public final class FaultControl {
    private static final String JSON = "application/json";
    private final SimFaults faults;

    public FaultControl(SimFaults faults) {
        this.faults = faults;
    }

    /// Adds the routes.
    public void configure(RoutesConfig routes) {
        routes.get("/sim/faults", this::show);
        routes.delete("/sim/faults", ctx -> {
            faults.clear();
            show(ctx);
        });
        routes.post("/sim/faults/{fault}", this::arm);
    }

    private void show(Context ctx) {
        ObjectNode armed = Json.object();
        faults.armed().forEach((fault, count) -> armed.put(fault.wireName(), count));
        if (faults.isDropDue()) {
            armed.put("drop", 1);
        }
        if (faults.isStalled()) {
            armed.put("stall", faults.stallLeft().toSeconds() + 1);
        }
        ctx.contentType(JSON).result(Json.text(armed));
    }

    private void arm(Context ctx) {
        String name = ctx.pathParam("fault");
        Optional<Fault> fault = Fault.fromWire(name);
        Optional<Integer> count = countIn(ctx.queryParamMap().containsKey("count") ? ctx.queryParam("count") : "1");
        Optional<Integer> seconds = countIn(
                ctx.queryParamMap().containsKey("seconds") ? ctx.queryParam("seconds") : "10");
        if (count.isEmpty() || seconds.isEmpty()) {
            ctx.status(400).result("count and seconds must be whole numbers from 1 to 999999\n");
        } else if (fault.isPresent()) {
            faults.arm(fault.get(), count.get());
            show(ctx);
        } else if (name.equals("drop")) {
            faults.dropConnections();
            show(ctx);
        } else if (name.equals("stall")) {
            faults.stall(Duration.ofSeconds(seconds.get()));
            show(ctx);
        } else {
            ctx.status(404).result("no fault %s; there are drop, stall and %s\n".formatted(name, Fault.wireNames()));
        }
    }

    private static Optional<Integer> countIn(@Nullable String text) {
        return text != null && text.matches("[1-9][0-9]{0,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
