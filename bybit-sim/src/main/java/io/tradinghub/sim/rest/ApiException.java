package io.tradinghub.sim.rest;

/// A business error: HTTP 200 with this `retCode` and `retMsg`.
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
