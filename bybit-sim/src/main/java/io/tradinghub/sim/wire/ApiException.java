package io.tradinghub.sim.wire;

/// Rejects a request with HTTP 200 and this `retCode` and `retMsg`, as Bybit reports business errors.
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int PARAMETER_ERROR = 10_001;
    private final int code;

    public ApiException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public static ApiException parameter(String message) {
        return new ApiException(PARAMETER_ERROR, message);
    }

    public int code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
