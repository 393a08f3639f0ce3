package io.tradinghub.exchange.paper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.order.OrderRequest;

/// A seeded bad exchange: refuses orders, loses answers and requests, tells things late, twice and out of order, but
/// everything in the end.
public final class RandomFaults implements PaperFaults {
    private final Random random;
    private final double rate;
    private final List<ExchangeEvent> held = new ArrayList<>();

    /// @param rate how often each kind of fault happens, 0 to 1
    public RandomFaults(long seed, double rate) {
        this.random = new Random(seed);
        this.rate = rate;
    }

    @Override
    public Fate fateOf(OrderRequest request) {
        double draw = random.nextDouble();
        if (draw >= rate) {
            return Fate.ANSWERED;
        }
        return draw < rate / 3 ? Fate.ANSWER_LOST : draw < rate * 2 / 3 ? Fate.REQUEST_LOST : Fate.REFUSED;
    }

    @Override
    public void deliver(ExchangeEvent event, ExchangeListener listener) {
        held.add(event);
        if (random.nextDouble() < rate) {
            held.add(event);
        }
        if (random.nextDouble() >= rate) {
            release(listener);
        }
    }

    /// Tells everything that is still held back, in random order.
    public void release(ExchangeListener listener) {
        List<ExchangeEvent> batch = new ArrayList<>(held);
        held.clear();
        if (random.nextDouble() < rate) {
            Collections.shuffle(batch, random);
        }
        batch.forEach(listener::onEvent);
    }
}
