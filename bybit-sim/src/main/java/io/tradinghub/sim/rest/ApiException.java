package io.tradinghub.sim.rest;

/// Rejects a request with HTTP 200 and this `retCode` and `retMsg`, as Bybit reports business errors.
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int PARAMETER_ERROR = 10_001;
    private final int code;

    private ApiException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static ApiException parameter(String message) {
        return new ApiException(PARAMETER_ERROR, message);
    }

    int code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
