package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OrderStatusTest {

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
