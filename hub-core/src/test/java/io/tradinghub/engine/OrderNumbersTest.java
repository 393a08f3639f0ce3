package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.StartMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whose an order id is: everything else about a foreign order hangs on it.
final class OrderNumbersTest {
    private static final StartMark THIS = StartMark.of(Bench.START, 7);
    private final OrderNumbers numbers = new OrderNumbers(Bench.BOT, THIS);

    @Test
    void noOrderAndNoAnnouncementHasTheIdOfAnother() {
        assertThat(numbers.next()).isEqualTo(ClientOrderId.of(Bench.BOT, THIS, 1));
        assertThat(numbers.next()).isEqualTo(ClientOrderId.of(Bench.BOT, THIS, 2));
        assertThat(numbers.nextEventKey()).isEqualTo(THIS + "-1");
        assertThat(numbers.nextEventKey()).isEqualTo(THIS + "-2");
    }

    private static Stream<Arguments> ids() {
        StartMark later = StartMark.of(Bench.START.plusSeconds(1), 0);
        return Stream.of(
                Arguments.of("this start", ClientOrderId.of(Bench.BOT, THIS, 9), Whose.THIS_START),
                Arguments.of("a later start", ClientOrderId.of(Bench.BOT, later, 9), Whose.LATER_START),
                Arguments.of("a start before", ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(1), 9),
                        9), Whose.EARLIER_START),
                Arguments.of("another start of the same second",
                        ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 8), 9), Whose.EARLIER_START),
                Arguments.of("an older ledger", new ClientOrderId("bot_1-9"), Whose.EARLIER_START),
                Arguments.of("another bot", ClientOrderId.of(new BotId("bot_2"), later, 9), Whose.SOMEBODY_ELSES),
                Arguments.of("a person", new ClientOrderId("byhand"), Whose.SOMEBODY_ELSES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void anIdSaysWhichStartOfWhichBotHandedItOut(String name, ClientOrderId id, Whose whose) {
        assertThat(numbers.isOwn(id)).as(name).isEqualTo(whose != Whose.SOMEBODY_ELSES);
        assertThat(numbers.isOfLaterStart(id)).as(name).isEqualTo(whose == Whose.LATER_START);
        assertThat(numbers.isOfEarlierStart(id)).as(name).isEqualTo(whose == Whose.EARLIER_START);
    }

    enum Whose {
        THIS_START, EARLIER_START, LATER_START, SOMEBODY_ELSES
    }
}
