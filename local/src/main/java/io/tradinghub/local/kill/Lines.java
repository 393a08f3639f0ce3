package io.tradinghub.local.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.tradinghub.local.wire.TcpProxy;
import io.tradinghub.local.wire.Witness;

/// The four lines of one bot to everything outside of it.
record Lines(TcpProxy rest, TcpProxy stream, TcpProxy postgres, TcpProxy redis) implements AutoCloseable {
    private static final int LONGEST_MILLIS = 3_000;

    static Lines open(int exchange, int postgres, int redis, Witness witness) throws IOException {
        return new Lines(TcpProxy.open(TcpProxy.Kind.REST, exchange, witness),
                TcpProxy.open(TcpProxy.Kind.PRIVATE_STREAM, exchange, witness),
                TcpProxy.open(TcpProxy.Kind.POSTGRES, postgres, witness),
                TcpProxy.open(TcpProxy.Kind.REDIS, redis, witness));
    }

    private List<TcpProxy> all() {
        return List.of(rest, stream, postgres, redis);
    }

    /// Cuts or stalls one of the lines that the trouble is about, for up to three seconds.
    void fail(Trouble trouble, RandomGenerator random) {
        List<TcpProxy> failing = all().stream().filter(line -> (line == stream && trouble.cutsStream())
                || (line == rest && trouble.cutsRest())
                || ((line == postgres || line == redis) && trouble.cutsStores())).toList();
        if (failing.isEmpty()) {
            return;
        }
        TcpProxy line = failing.get(random.nextInt(failing.size()));
        Duration time = Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
        if (random.nextBoolean()) {
            line.cut(time);
        } else {
            line.stall(time);
        }
    }

    void mend() {
        all().forEach(TcpProxy::mend);
    }

    @Override
    public void close() throws IOException {
        for (TcpProxy line : all()) {
            line.close();
        }
    }
}
