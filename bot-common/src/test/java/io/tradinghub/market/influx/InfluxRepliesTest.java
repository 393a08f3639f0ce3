package io.tradinghub.market.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStore.WriteResult;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The adapter against replies that a real server gave.
final class InfluxRepliesTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Instant START = Instant.parse("2023-11-14T22:13:00Z");
    private static final String LINE = "kline,category=linear,interval=1,symbol=BTCUSDT open=1,high=2,low=1,close=2,volume=3,turnover=4,"
            + "confirmed=true 1700000000000\n";

    private final RecordedInflux server = new RecordedInflux();
    private final CandleStore store = InfluxCandleStore.open(server.settings());
    private final CandleHistory history = InfluxCandleHistory.open(server.settings());

    @AfterEach
    void close() {
        store.close();
        history.close();
        server.close();
    }

    private WriteResult writeAnsweredBy(String reply) {
        server.answersWith(reply);
        return store.write(CandleLines.of(LINE));
    }

    @Test
    void sendsTheLinesAsTheyAre() {
        assertThat(writeAnsweredBy("17-write-ok")).isEqualTo(new WriteResult.Written());
        assertThat(server.bodies()).containsExactly(LINE);
    }

    @Test
    void takesABadLineForARefusalOfTheWholeBatch() {
        assertThat(writeAnsweredBy("37-write-malformed-line")).isInstanceOfSatisfying(WriteResult.Refused.class,
                refused -> assertThat(refused.reason()).contains("unable to parse 'kline,symbol=BTCUSDT open= 17'"));
        assertThat(writeAnsweredBy("42-write-nan")).isInstanceOf(WriteResult.Refused.class);
    }

    @Test
    void takesATypeConflictForARefusalOfSomeLines() {
        assertThat(writeAnsweredBy("39-write-field-type-conflict")).isInstanceOf(WriteResult.PartlyRefused.class);
    }

    @Test
    void keepsTheBatchWhereTheTokenMayNotWrite() {
        assertThat(writeAnsweredBy("33-write-read-only-token")).isInstanceOfSatisfying(WriteResult.Unavailable.class,
                unavailable -> assertThat(unavailable.reason()).startsWith("HTTP 403"));
    }

    @Test
    void keepsTheBatchWhereNobodyAnswers() {
        server.close();
        assertThat(store.write(CandleLines.of(LINE))).isInstanceOf(WriteResult.Unavailable.class);
    }

    @Test
    void readsAPivotByTheNamesOfItsColumns() {
        server.answersWith("21-query-pivot");
        assertThat(read()).hasSize(5).first()
                .isEqualTo(
                        new Candle(SERIES, START.toEpochMilli(), 35000.5, 35010, 34990.25, 35005.75, 1.5, 52500.125));
    }

    private List<Candle> read() {
        List<Candle> candles = new ArrayList<>();
        history.read(SERIES, START, START.plus(Duration.ofMinutes(5)), block -> {
            for (int row = 0; row < block.size(); row++) {
                candles.add(block.candle(row));
            }
        });
        return candles;
    }

    @Test
    void takesAnAnswerThatIsCutOffForNone() {
        server.answersWith("21-query-pivot");
        server.cutsAnswersOff();
        assertThatThrownBy(this::read).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void takesAnAnswerThatEndsInAnErrorForNone() {
        server.answersWith("21-query-pivot");
        server.appends("\r\nerror,reference\r\nmemory allocation limit reached,\r\n");
        assertThatThrownBy(this::read).isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("memory allocation limit reached");
    }

    @Test
    void takesAnAnswerWithARowThatIsTooShortForNone() {
        server.answersWith("21-query-pivot");
        server.appends(",_result,0,2023-11-14T22:13:00Z\r\n");
        assertThatThrownBy(this::read).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("columns");
    }

    @Test
    void findsTheNewestByTheNameOfItsColumn() {
        server.answersWith("23-query-last");
        assertThat(history.newest(SERIES)).contains(Instant.parse("2023-11-14T22:22:00Z"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "30-query-bad-token, HTTP 401: , the token is not known",
            "29-query-bucket-not-allowed, HTTP 404: , the token may not see it",
            "26-query-type-error, HTTP 400: , not the version that the hub is made for"})
    void aReadThatIsRefusedMayBeTriedAgainAndSaysWhatToDo(String reply, String status, String advice) {
        server.answersWith(reply);
        assertThatThrownBy(() -> history.newest(SERIES)).isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(status).hasMessageContaining(advice).hasMessageNotContaining("Token TOKEN");
        server.answersWith("23-query-last");
        assertThat(history.newest(SERIES)).as("once it is put right").isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"403, may not do this", "429, too much to do", "500, in trouble", "502, in trouble", "503, in trouble"})
    void aReadThatFailsMayBeTriedAgainAndSaysWhatToDo(int status, String advice) {
        server.answersWith(status, "what it says");
        assertThatThrownBy(this::read).isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("HTTP %d: what it says".formatted(status)).hasMessageContaining(advice);
        assertThat(store.write(CandleLines.of(LINE))).isInstanceOfSatisfying(WriteResult.Unavailable.class,
                unavailable -> assertThat(unavailable.reason()).contains(advice));
        server.answersWith("21-query-pivot");
        assertThat(read()).as("once it is put right").hasSize(5);
    }

    @Test
    void anAnswerThatIsNoCsvIsNone() {
        server.answersWith(200, ",result,table,_time\r\n,_result,0,yesterday\r\n");
        assertThatThrownBy(() -> history.newest(SERIES)).isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no whole answer came");
    }

    @Test
    void findsNothingInAnEmptyAnswer() {
        server.answersWith("24-query-empty");
        assertThat(history.newest(SERIES)).isEmpty();
    }

    @Test
    void saysThatTheStoreIsAwayWhenNobodyAnswers() {
        server.close();
        assertThatThrownBy(() -> history.newest(SERIES)).isInstanceOf(StoreUnavailableException.class);
    }
}
