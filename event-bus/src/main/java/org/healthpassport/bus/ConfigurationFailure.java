package org.healthpassport.bus;

/**
 * A dependency does not accept our credentials: 401, 403. The subscription stops where it is and the service is not
 * ready until it is started again with other settings.
 */
public class ConfigurationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationFailure(String message) {
        super(message);
    }

    public ConfigurationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
