package io.tradinghub.runner;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tradinghub.control.ControlProgress;
import io.tradinghub.control.ControlProgress.State;
import io.tradinghub.control.ControlRequest;
import io.tradinghub.control.ControlRequests;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.Moment;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.risk.HaltState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the bot has yet to carry out, and how far it is. The bot's thread only.
final class OpenRequests {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);
    /// How long a resumption waits for both stores to say so.
    private static final long RESUME_MILLIS = 10_000;
    private final EngineDriver driver;
    private final Consumer<ControlProgress> told;
    private final List<Open> open = new ArrayList<>();
    private HaltOrders newest = HaltOrders.NONE;

    OpenRequests(EngineDriver driver, Consumer<ControlProgress> told) {
        this.driver = driver;
        this.told = told;
    }

    void asked(ControlRequests.Asked asked, Moment now) {
        newest = asked.orders();
        asked.open().forEach(request -> {
            LOG.atInfo().addKeyValue("request", request.id()).addKeyValue("kind", request.kind())
                    .addKeyValue("target", request.target()).log("asked for");
            open.add(new Open(request, now.steadyMillis()));
        });
    }

    /// Tells how far the bot is with each; `halt` is what the engine was told last.
    void review(HaltState halt, Moment now) {
        for (Iterator<Open> left = open.iterator(); left.hasNext();) {
            if (isOver(left.next(), halt, now)) {
                left.remove();
            }
        }
    }

    private boolean isOver(Open one, HaltState halt, Moment now) {
        Optional<HaltOrder> newer = newest.to(one.request.target())
                .filter(order -> order.requestId() > one.request.id());
        if (one.request.kind() != ControlRequest.Kind.ADOPT && newer.isPresent()) {
            return one.ended(State.FAILED, "overtaken by request %d".formatted(newer.get().requestId()));
        }
        BotEngine engine = driver.engine();
        return switch (one.request.kind()) {
            case HALT -> {
                boolean isTold = halt == HaltState.HALTED || halt == HaltState.FLATTENING;
                yield one.taken(isTold) && !engine.isEntering()
                        && one.ended(State.DONE, "no entry leaves and none is under way");
            }
            case FLATTEN -> one.taken(halt == HaltState.FLATTENING) && !engine.isStarting()
                    && engine.isFlatButForDust() && one.ended(State.DONE, flatText(engine));
            case RESUME -> resumed(one, halt, now);
            case ADOPT -> !engine.isStarting() && adopted(one, now);
        };
    }

    private static String flatText(BotEngine engine) {
        return engine.isFlat() ? "flat" : "left, too small for the exchange to take: " + held(engine);
    }

    /// What is held, for people.
    static String held(BotEngine engine) {
        return engine.positions().stream().filter(position -> !position.isFlat())
                .map(position -> plain(position.quantity()) + " " + position.instrument())
                .collect(Collectors.joining(", "));
    }

    private static String plain(BigDecimal quantity) {
        return quantity.stripTrailingZeros().toPlainString();
    }

    private boolean resumed(Open one, HaltState halt, Moment now) {
        if (one.taken(halt == HaltState.RUNNING)) {
            // also when it was not halted: the exchange's final refusals end with a resumption
            driver.on(new EngineEvent.HaltChanged(HaltState.RUNNING, now));
            return one.ended(State.DONE, driver.engine().entriesEnded()
                    .map(rule -> "no longer halted; %s ends entries".formatted(rule)).orElse("entries are allowed"));
        }
        return now.steadyMillis() - one.sinceMillis > RESUME_MILLIS
                && one.ended(State.FAILED, "still %s: by a halt of %s, or by the copy in Redis".formatted(halt,
                        one.request.target() == ControlRequest.Addressee.ALL ? "this bot alone" : "all"));
    }

    private boolean adopted(Open one, Moment now) {
        Optional<InstrumentId> instrument;
        try {
            instrument = one.request.instrument().map(OpenRequests::parse);
        } catch (IllegalArgumentException wrong) {
            return one.ended(State.FAILED, String.valueOf(wrong.getMessage()));
        }
        BotEngine engine = driver.engine();
        if (!engine.hasToAdopt(instrument)) {
            String open = String.join("; ", engine.undecided());
            return open.isEmpty()
                    ? one.ended(State.DONE, "nothing to adopt: all that is held is the bot's own")
                    : one.ended(State.FAILED, "nothing that can be adopted now: " + open);
        }
        driver.on(new EngineEvent.Adopted(instrument, now));
        String held = engine.isFlat() ? "nothing" : held(engine);
        return one.ended(State.DONE, Stream.concat(Stream.of("adopted; the bot holds " + held),
                engine.undecided().stream().map(line -> "still open: " + line)).collect(Collectors.joining("; ")));
    }

    private static InstrumentId parse(String text) {
        return text.indexOf(':') < 0 ? InstrumentId.linear(text) : InstrumentId.parse(text);
    }

    /// One request, and whether it was told as taken.
    private final class Open {
        private final ControlRequest request;
        private final long sinceMillis;
        private boolean isTaken;

        Open(ControlRequest request, long sinceMillis) {
            this.request = request;
            this.sinceMillis = sinceMillis;
        }

        boolean taken(boolean isTold) {
            if (isTold && !isTaken) {
                isTaken = true;
                told.accept(new ControlProgress(request, State.TAKEN, "the engine has been told"));
            }
            return isTold;
        }

        boolean ended(State state, String detail) {
            LOG.atInfo().addKeyValue("request", request.id()).addKeyValue("kind", request.kind())
                    .addKeyValue("state", state).addKeyValue("detail", detail).log("request ended");
            told.accept(new ControlProgress(request, state, detail));
            return true;
        }
    }
}
