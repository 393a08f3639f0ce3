package io.tradinghub.sim.stream;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.signed.Authenticator;
import io.tradinghub.sim.signed.Caller;
import io.tradinghub.sim.signed.PrivateApi;
import io.tradinghub.sim.signed.PrivateApi.Answer;
import io.tradinghub.sim.signed.Reply;
import io.tradinghub.sim.signed.UidLimits;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;

/// Implements `/v5/trade`: orders over a WebSocket, against the same counters as by REST.
///
/// One thread calls all methods.
final class TradeHub {
    private static final int MAX_ID = 36;
    private static final Map<String, String> PATHS = Map.of("order.create", "/v5/order/create", "order.amend",
            "/v5/order/amend", "order.cancel", "/v5/order/cancel", "order.create-batch", "/v5/order/create-batch",
            "order.amend-batch", "/v5/order/amend-batch", "order.cancel-batch", "/v5/order/cancel-batch");
    private final SimFaults faults;
    private final Authenticator authenticator;
    private final PrivateApi api;
    private final Backlog backlog;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private long count;

    /// One connection.
    private final class Session implements SocketSession {
        private final ClientSocket socket;
        private final String address;
        private final String id;
        private final Set<String> requestIds = new LinkedHashSet<>();
        private Optional<Caller> caller = Optional.empty();

        Session(ClientSocket socket, String address) {
            this.socket = socket;
            this.address = address;
            this.id = "sim%016xt0-%04x".formatted(++count * 0x9E3779B97F4A7C15L, count);
        }

        @Override
        public void received(String text) {
            backlog.run(() -> {
                if (sessions.contains(this)) {
                    answer(this, text);
                }
            });
        }

        @Override
        public void disconnected() {
            sessions.remove(this);
        }
    }

    TradeHub(SimFaults faults, Authenticator authenticator, PrivateApi api) {
        this.faults = faults;
        this.authenticator = authenticator;
        this.api = api;
        this.backlog = new Backlog(faults);
    }

    /// Answers what was asked during a stall.
    void push() {
        backlog.flush();
    }

    SocketSession connect(ClientSocket socket, String address) {
        Session session = new Session(socket, address);
        if (faults.isRefusing() || faults.take(Fault.REFUSE_CONNECTION)) {
            socket.cut();
        } else {
            sessions.add(session);
        }
        return session;
    }

    /// Cuts all connections, without a close frame.
    void cutAll() {
        sessions.forEach(session -> session.socket.cut());
        sessions.clear();
    }

    private void answer(Session session, String text) {
        Optional<ObjectNode> request = Json.read(text);
        if (request.isEmpty()) {
            session.socket.send(frame(session, Json.object(), Reply.refusal(10_001, "Request format error")));
            return;
        }
        switch (request.get().path("op").asText()) {
            case "ping" -> pong(session);
            case "auth" -> authenticate(session, request.get());
            default -> session.socket.send(order(session, request.get()));
        }
    }

    private void pong(Session session) {
        if (!faults.take(Fault.LOSE_PONG)) {
            ObjectNode frame = Json.object().put("retCode", 0).put("retMsg", "OK").put("op", "pong");
            frame.putArray("data").add(Long.toString(authenticator.serverMillis()));
            session.socket.send(Json.text(frame.put("connId", session.id)));
        }
    }

    private void authenticate(Session session, ObjectNode request) {
        if (faults.take(Fault.CUT_IN_AUTH)) {
            sessions.remove(session);
            session.socket.cut();
            return;
        }
        Reply reply;
        if (session.caller.isPresent()) {
            reply = Reply.refusal(20_001, "Repeat auth");
        } else {
            try {
                JsonNode args = request.path("args");
                session.caller = Optional.of(new Caller(authenticator.checkStream(args.path(0).asText(),
                        args.path(1).asText(), args.path(2).asText(), session.address)));
                reply = Reply.refusal(0, "OK");
            } catch (ApiException e) {
                reply = Reply.refusal(e.code(), e.text());
            }
        }
        ObjectNode frame = Json.object();
        Optional.ofNullable(request.get("req_id")).ifPresent(id -> frame.set("reqId", id));
        Optional.ofNullable(request.get("reqId")).ifPresent(id -> frame.set("reqId", id));
        session.socket.send(Json.text(frame.put("retCode", reply.code()).put("retMsg", reply.message())
                .put("op", "auth").put("connId", session.id)));
    }

    private String order(Session session, ObjectNode request) {
        String path = PATHS.get(request.path("op").asText());
        if (path == null) {
            return frame(session, request, Reply.refusal(10_404, "op type is not found"));
        }
        if (session.caller.isEmpty()) {
            return frame(session, request, Reply.refusal(10_003, "Not authorized, please authenticate first."));
        }
        try {
            checkId(session, request.path("reqId").asText());
            JsonNode header = request.path("header");
            authenticator.checkTime(header.path("X-BAPI-TIMESTAMP").asText(),
                    header.path("X-BAPI-RECV-WINDOW").asText("5000"));
        } catch (ApiException e) {
            return frame(session, request, Reply.refusal(e.code(), e.text()));
        }
        if (faults.take(Fault.SERVER_TIMEOUT)) {
            return frame(session, request, Reply.refusal(10_016, "Server error."));
        }
        ObjectNode body = request.path("args").path(0) instanceof ObjectNode first ? first : Json.object();
        Answer answer = api.answer(path, session.caller.get(), body);
        Reply told = faults.take(Fault.SERVER_TIMEOUT_EXECUTED)
                ? Reply.refusal(10_016, "Server error.")
                : answer.reply();
        return frame(session, request, told, Optional.of(answer.standing()));
    }

    private static void checkId(Session session, String id) throws ApiException {
        if (id.length() > MAX_ID) {
            throw ApiException.parameter("reqId is longer than 36 characters");
        }
        if (!id.isEmpty() && !session.requestIds.add(id)) {
            throw new ApiException(20_006, "Duplicate reqId");
        }
    }

    private String frame(Session session, ObjectNode request, Reply reply) {
        return frame(session, request, reply, Optional.empty());
    }

    private String frame(Session session, ObjectNode request, Reply reply, Optional<UidLimits.Standing> standing) {
        ObjectNode frame = Json.object();
        Optional.ofNullable(request.get("reqId")).ifPresent(id -> frame.set("reqId", id));
        frame.put("retCode", reply.code()).put("retMsg", reply.message()).put("op", request.path("op").asText());
        frame.set("data", reply.result());
        frame.set("retExtInfo", reply.extra());
        ObjectNode header = frame.putObject("header");
        long now = authenticator.serverMillis();
        standing.ifPresent(limit -> header.put("X-Bapi-Limit", Integer.toString(limit.allowed()))
                .put("X-Bapi-Limit-Status", Integer.toString(limit.left()))
                .put("X-Bapi-Limit-Reset-Timestamp", Long.toString(now + limit.freeAfter().toMillis())));
        header.put("Traceid", "%032x".formatted(now * 0x9E3779B97F4A7C15L)).put("Timenow", Long.toString(now));
        return Json.text(frame.put("connId", session.id));
    }
}
