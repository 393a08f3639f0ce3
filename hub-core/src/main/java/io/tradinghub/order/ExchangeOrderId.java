package io.tradinghub.order;

/// The id the exchange gives an order: a UUID for futures, up to 19 digits for spot; opaque to us.
public record ExchangeOrderId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
