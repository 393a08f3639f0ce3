package io.tradinghub.market.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.store.InfluxFault;
import io.tradinghub.store.StoreHealth;

/// Writes candles as measurement `kline`.
///
/// What the server's answers mean (seen on 2.7.12): 400, and 413 for a batch that is too large, refuse the whole batch;
/// 422 stored the good lines and dropped the bad ones; 401, 403 and 404 say that the token may not write here or the
/// bucket is not there, which a person has to put right while the batch waits; anything else is no usable answer.
public final class InfluxCandleStore implements CandleStore {
    private static final int BAD_LINE = 400;
    private static final int TOO_LARGE = 413;
    private static final int PARTIAL = 422;

    private final InfluxDBClient client;
    private final StoreHealth health;

    private InfluxCandleStore(InfluxDBClient client, StoreHealth health) {
        this.client = client;
        this.health = health;
    }

    /// Waits for the server. The caller closes the store.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the server is not there within the start deadline
    public static CandleStore open(InfluxSettings settings) {
        return new InfluxCandleStore(InfluxConnection.open(settings),
                new StoreHealth(InfluxConnection.describe(settings)));
    }

    @Override
    public WriteResult write(CandleLines batch) {
        if (batch.count() == 0) {
            return new WriteResult.Written();
        }
        try {
            client.getWriteApiBlocking().writeRecord(WritePrecision.MS, batch.text());
            health.answered();
            return new WriteResult.Written();
        } catch (InfluxException failed) {
            return result(failed);
        }
    }

    private WriteResult result(InfluxException failed) {
        String reason = String.valueOf(failed.getMessage());
        return switch (failed.status()) {
            case BAD_LINE, TOO_LARGE -> {
                health.answered();
                yield new WriteResult.Refused(reason);
            }
            case PARTIAL -> {
                health.answered();
                yield new WriteResult.PartlyRefused(reason);
            }
            default -> {
                health.failed(failed);
                yield new WriteResult.Unavailable(
                        failed.status() == 0
                                ? "%s (%s)".formatted(reason, InfluxFault.NO_ANSWER.advice())
                                : InfluxFault.describe(failed.status(), reason));
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
