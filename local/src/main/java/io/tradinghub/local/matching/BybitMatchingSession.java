package io.tradinghub.local.matching;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.bybit.account.DirectAccount;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.sim.signed.Caller;
import io.tradinghub.sim.signed.PrivateApi;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.simulation.Matching;
import io.tradinghub.simulation.Violation;

/// One process's adapter, and the exchange that answers it on the spot.
final class BybitMatchingSession implements Matching.Session, DirectAccount.Server, DirectAccount.Listener {
    private final BybitMatching matching;
    private final Caller caller;
    private final Matching.Client client;
    private final Consumer<BybitMatchingSession> closed;
    private final DirectAccount adapter;
    private boolean readsSoon;

    BybitMatchingSession(BybitMatching matching, BotId bot, Caller caller, Matching.Client client,
            Consumer<BybitMatchingSession> closed) {
        this.matching = matching;
        this.caller = caller;
        this.client = client;
        this.closed = closed;
        this.adapter = new DirectAccount(this, bot, matching.clock(), this);
        matching.rules().forEach(adapter::publish);
    }

    // ---- the process asks

    @Override
    public Answer place(OrderRequest request) {
        Answer answer = adapter.place(request);
        matching.asked();
        return answer;
    }

    @Override
    public void cancel(InstrumentId instrument, ClientOrderId id) {
        adapter.cancel(instrument, id);
        matching.asked();
    }

    @Override
    public List<ExchangeEvent> protect(InstrumentId instrument, Protection protection) {
        return asked(() -> adapter.protect(instrument, protection));
    }

    @Override
    public List<ExchangeEvent> lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
        return asked(() -> adapter.lookUp(instrument, id, attempt));
    }

    @Override
    public List<ExchangeEvent> resync(Instant since) {
        readsSoon = false;
        return asked(() -> adapter.resync(since));
    }

    private List<ExchangeEvent> asked(Supplier<List<ExchangeEvent>> question) {
        List<ExchangeEvent> events = question.get();
        matching.asked();
        for (ExchangeEvent event : events) {
            if (event instanceof ExchangeEvent.RowsUnread unread) {
                throw new Violation("the adapter cannot read %s".formatted(unread));
            }
        }
        return events;
    }

    // ---- the adapter asks by itself

    @Override
    public void onUnprotected(InstrumentId instrument, Protection stop) {
        client.ask(0, () -> protect(instrument, stop));
    }

    /// One reading serves many changes.
    @Override
    public void onAccountChanged(long afterMillis) {
        if (!readsSoon) {
            readsSoon = true;
            client.ask(afterMillis, this::readAccount);
        }
    }

    private List<ExchangeEvent> readAccount() {
        if (!readsSoon) {
            return List.of();
        }
        readsSoon = false;
        return asked(adapter::readAccount);
    }

    // ---- the exchange

    /// Sends a frame of the private stream.
    void frame(String text) {
        client.frame(() -> read(text));
    }

    private List<ExchangeEvent> read(String text) {
        try {
            return adapter.read(Json.read(text).orElseThrow());
        } catch (IllegalArgumentException e) {
            throw new Violation("the adapter cannot read a frame, %s: %s".formatted(e.getMessage(), text));
        }
    }

    @Override
    public JsonNode get(String path, Map<String, String> query) {
        return envelope(matching.api().answer(path, caller, new QueryParameters(query::get)));
    }

    @Override
    public JsonNode post(String path, ObjectNode body) {
        return envelope(matching.api().answer(path, caller, body));
    }

    private JsonNode envelope(PrivateApi.Answer answer) {
        ObjectNode envelope = Json.object().put("retCode", answer.reply().code()).put("retMsg",
                answer.reply().message());
        envelope.set("result", answer.reply().result());
        return envelope.put("time", matching.clock().millis());
    }

    @Override
    public void close() {
        closed.accept(this);
    }
}
