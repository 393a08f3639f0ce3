package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class OrderStatusTest {

    @ParameterizedTest
    @CsvSource({"PENDING, UNKNOWN ACCEPTED PARTIALLY_FILLED FILLED CANCELLED REJECTED",
            "UNKNOWN, ACCEPTED PARTIALLY_FILLED FILLED CANCELLED REJECTED",
            "ACCEPTED, PARTIALLY_FILLED FILLED CANCELLED REJECTED", "PARTIALLY_FILLED, FILLED CANCELLED"})
    void movesOnlyForward(OrderStatus status, String following) {
        assertThat(OrderStatus.values()).filteredOn(status::canBecome).extracting(OrderStatus::name)
                .containsExactlyInAnyOrder(following.split(" "));
    }

    @Test
    void isClosedWhenNothingMoreCanTrade() {
        assertThat(OrderStatus.values()).filteredOn(OrderStatus::isClosed).containsExactlyInAnyOrder(OrderStatus.FILLED,
                OrderStatus.CANCELLED, OrderStatus.REJECTED);
    }

    @ParameterizedTest
    @EnumSource
    void neverMovesToItself(OrderStatus status) {
        assertThat(status.canBecome(status)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void neverMovesOnceClosed(OrderStatus next) {
        assertThat(OrderStatus.FILLED.canBecome(next)).isFalse();
        assertThat(OrderStatus.CANCELLED.canBecome(next)).isFalse();
        assertThat(OrderStatus.REJECTED.canBecome(next)).isFalse();
    }
}
