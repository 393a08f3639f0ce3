package io.tradinghub.sim.rest;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.Json;

/// The control API for faults: `GET /sim/faults` lists the pending ones, `DELETE` cancels them and `POST
/// /sim/faults/{fault}?count=N` arms one.
///
/// Beside the counted ones: `drop` cuts all streams; `stall?seconds=S` holds all frames back, `withhold-data?seconds=S`
/// only data; `refuse-connections?seconds=S`; `clock?millis=M` puts the clock of signatures ahead;
/// `random?seed=S&rate=R&faults=A,B` throws faults at random.
public final class FaultControl {
    private static final String JSON = "application/json";
    private static final List<String> LASTING = List.of("drop", "stall", "withhold-data", "refuse-connections", "clock",
            "random");
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
        if (!faults.clockOffset().isZero()) {
            armed.put("clock", faults.clockOffset().toMillis());
        }
        ctx.contentType(JSON).result(Json.text(armed));
    }

    private void arm(Context ctx) {
        String name = ctx.pathParam("fault");
        Optional<Fault> fault = Fault.fromWire(name);
        Optional<Integer> count = countIn(parameter(ctx, "count", "1"));
        Optional<Integer> seconds = countIn(parameter(ctx, "seconds", "10"));
        if (count.isEmpty() || seconds.isEmpty()) {
            ctx.status(400).result("count and seconds must be whole numbers from 1 to 999999\n");
        } else if (fault.isPresent()) {
            faults.arm(fault.get(), count.get());
            show(ctx);
        } else {
            throwLasting(ctx, name, Duration.ofSeconds(seconds.get()));
        }
    }

    /// What is not counted.
    private void throwLasting(Context ctx, String name, Duration duration) {
        switch (name) {
            case "drop" -> faults.dropConnections();
            case "stall" -> faults.stall(duration);
            case "withhold-data" -> faults.withholdData(duration);
            case "refuse-connections" -> faults.refuseConnections(duration);
            case "clock" -> {
                String millis = parameter(ctx, "millis", "");
                if (!millis.matches("-?[0-9]{1,9}")) {
                    ctx.status(400).result("millis must be a whole number, positive to put the clock ahead\n");
                    return;
                }
                faults.jumpClock(Duration.ofMillis(Long.parseLong(millis)));
            }
            case "random" -> {
                throwAtRandom(ctx);
                return;
            }
            default -> {
                ctx.status(404).result("no fault %s; there are %s and %s\n".formatted(name, LASTING,
                        Fault.wireNames()));
                return;
            }
        }
        show(ctx);
    }

    private void throwAtRandom(Context ctx) {
        String seed = parameter(ctx, "seed", "1");
        String rate = parameter(ctx, "rate", "0.01");
        List<String> names = Arrays.asList(parameter(ctx, "faults", String.join(",", Fault.wireNames())).split(","));
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        names.forEach(name -> Fault.fromWire(name).ifPresent(chosen::add));
        if (!seed.matches("-?[0-9]{1,18}") || !rate.matches("0\\.[0-9]{1,6}|1") || Double.parseDouble(rate) == 0
                || chosen.size() < names.size()) {
            ctx.status(400).result("seed must be a whole number, rate above 0 and at most 1, faults some of %s\n"
                    .formatted(Fault.wireNames()));
            return;
        }
        faults.throwAtRandom(Long.parseLong(seed), Double.parseDouble(rate), chosen);
        show(ctx);
    }

    private static String parameter(Context ctx, String name, String otherwise) {
        String value = ctx.queryParam(name);
        return value == null ? otherwise : value;
    }

    private static Optional<Integer> countIn(String text) {
        return text.matches("[1-9][0-9]{0,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
