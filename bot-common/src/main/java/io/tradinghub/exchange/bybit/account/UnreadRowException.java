package io.tradinghub.exchange.bybit.account;

import io.tradinghub.exchange.UnreadRow;

/// What was asked for is there and cannot be read.
final class UnreadRowException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient UnreadRow row;

    UnreadRowException(UnreadRow row, IllegalArgumentException cause) {
        super(row.toString(), cause);
        this.row = row;
    }

    UnreadRow row() {
        return row;
    }
}
