package io.tradinghub.sim.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.AccountUpdate;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.exchange.SimOrder;
import io.tradinghub.sim.exchange.SimOrder.Status;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.signed.AccountJson;
import io.tradinghub.sim.signed.Form;
import io.tradinghub.sim.signed.OrderJson;
import io.tradinghub.sim.wire.Json;

/// Writes what has changed in an account as frames of the private topics: states before fills, fills before the state
/// that they lead to, then position and wallet, unless a fault changes the order.
public final class PrivateFrames {
    private static final Set<String> EXPONENTS = Set.of("execPrice", "execQty", "execFee", "execValue");
    private final SimFaults faults;

    public PrivateFrames(SimFaults faults) {
        this.faults = faults;
    }

    /// The frames of an update for a client with these topics, in the order in which they are sent.
    public List<String> of(AccountUpdate update, Set<String> topics) {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (SimOrder order : states(update)) {
            boolean isFirst = order.filled().signum() == 0 && order.status().isOpen();
            (isFirst ? before : after).addAll(orderFrames(update, order, topics));
        }
        List<String> executions = executionFrames(update, topics);
        List<String> frames = new ArrayList<>();
        if (!executions.isEmpty() && faults.take(Fault.EXECUTION_BEFORE_NEW)) {
            frames.addAll(executions);
            frames.addAll(before);
            frames.addAll(after);
        } else if (!executions.isEmpty() && faults.take(Fault.FILLED_FIRST)) {
            frames.addAll(before);
            frames.addAll(after);
            frames.addAll(executions);
        } else {
            frames.addAll(before);
            frames.addAll(executions);
            frames.addAll(after);
        }
        frames.addAll(positionFrames(update, topics));
        frames.addAll(walletFrames(update, topics));
        return frames;
    }

    private List<SimOrder> states(AccountUpdate update) {
        if (update.orders().size() > 1 && faults.take(Fault.SKIP_ORDER_STATES)) {
            return List.of(update.orders().getLast());
        }
        return !update.orders().isEmpty() && faults.take(Fault.LOSE_ORDER) ? List.of() : update.orders();
    }

    private List<String> orderFrames(AccountUpdate update, SimOrder order, Set<String> topics) {
        Category category = order.listing().id().category();
        ObjectNode data = OrderJson.order(order, Form.STREAM);
        if (faults.take(Fault.UNKNOWN_WORD)) {
            data.put("createType", "CreateByNextWeek");
        }
        List<String> frames = new ArrayList<>(frames(update, "order", category, topics, List.of(data)));
        if (order.status() == Status.FILLED && faults.take(Fault.FILLED_TWICE)) {
            ObjectNode late = data.deepCopy().put("cancelType", "CancelByUser").put("rejectReason",
                    "EC_OrigClOrdIDDoesNotExist");
            frames.addAll(frames(update, "order", category, topics, List.of(late)));
        }
        return frames;
    }

    private List<String> executionFrames(AccountUpdate update, Set<String> topics) {
        if (update.executions().isEmpty() || faults.take(Fault.LOSE_EXECUTION)) {
            return List.of();
        }
        List<String> frames = new ArrayList<>();
        for (Category category : Category.values()) {
            List<Execution> found = update.executions().stream().filter(e -> e.listing().id().category() == category)
                    .toList();
            if (!found.isEmpty()) {
                List<ObjectNode> data = data(found, e -> OrderJson.execution(e, Form.STREAM));
                frames.addAll(frames(update, "execution", category, topics, data));
                if (faults.take(Fault.DUPLICATE_EXECUTION)) {
                    frames.addAll(frames(update, "execution", category, topics, data));
                }
                List<Execution> trades = found.stream().filter(e -> e.kind() == Execution.Kind.TRADE).toList();
                if (!trades.isEmpty()) {
                    frames.addAll(frames(update, "execution.fast", category, topics,
                            data(trades, OrderJson::fastExecution)));
                }
            }
        }
        return frames;
    }

    private List<ObjectNode> data(List<Execution> executions, Function<Execution, ObjectNode> write) {
        List<ObjectNode> data = new ArrayList<>();
        for (Execution execution : executions) {
            ObjectNode node = write.apply(execution);
            if (faults.take(Fault.EXPONENT)) {
                EXPONENTS.stream().filter(node::has).forEach(name -> node.put(name, exponent(node, name)));
            }
            data.add(node);
        }
        return data;
    }

    private static String exponent(ObjectNode node, String name) {
        return "%se0".formatted(node.path(name).asText());
    }

    private List<String> positionFrames(AccountUpdate update, Set<String> topics) {
        if (update.positions().isEmpty()) {
            return List.of();
        }
        List<ObjectNode> data = update.positions().stream().map(state -> AccountJson.position(state, Form.STREAM))
                .toList();
        List<String> sent = frames(update, "position", Category.LINEAR, topics, data);
        if (!faults.take(Fault.REPEAT_POSITION)) {
            return sent;
        }
        return sent.stream().flatMap(frame -> Collections.nCopies(2, frame).stream()).toList();
    }

    private List<String> walletFrames(AccountUpdate update, Set<String> topics) {
        if (update.wallet().isEmpty() || !topics.contains("wallet")) {
            return List.of();
        }
        ObjectNode data = AccountJson.wallet(update.wallet().get(), Optional.empty());
        return List.of(frame(update, "wallet", "wallet", List.of(data)));
    }

    /// A client may listen to a topic and to its form with the category; each is sent in its own form.
    private List<String> frames(AccountUpdate update, String topic, Category category, Set<String> topics,
            List<ObjectNode> data) {
        String categorised = topic + '.' + category.wireName();
        List<String> frames = new ArrayList<>();
        for (String form : List.of(topic, categorised)) {
            if (topics.contains(form)) {
                frames.add(frame(update, form, topic, data));
            }
        }
        return frames;
    }

    private String frame(AccountUpdate update, String topic, String kind, List<ObjectNode> data) {
        ObjectNode frame = Json.object().put("topic", topic);
        switch (kind) {
            case "position", "wallet" -> frame.put("id", "%d_%s_%d".formatted(update.uid(), kind, update.millis()));
            case "execution.fast" -> {}
            default -> frame.put("id", "%d_%s_%d".formatted(update.uid(), update.symbol(), update.sequence()));
        }
        frame.put("creationTime", update.millis());
        if (faults.take(Fault.UNKNOWN_FIELD)) {
            frame.put("newFieldOfNextWeek", "1e-7");
        }
        ArrayNode array = frame.putArray("data");
        data.forEach(array::add);
        return Json.text(frame);
    }
}
