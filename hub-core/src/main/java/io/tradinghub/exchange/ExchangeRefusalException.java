package io.tradinghub.exchange;

/// The exchange answered that it will not do this; asking again the same way is pointless.
public final class ExchangeRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    public ExchangeRefusalException(String request, int code, String message) {
        super("%s was refused with code %d: %s".formatted(request, code, message));
        this.code = code;
    }

    /// The exchange's own code.
    public int code() {
        return code;
    }
}
