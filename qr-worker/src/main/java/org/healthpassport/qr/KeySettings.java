package org.healthpassport.qr;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key-encryption key of QR codes is.
 *
 * @param createMissing whether it is made if it is not there: for the first start, and for development
 */
@ConfigurationProperties("healthpassport.keys")
record KeySettings(Path folder, @DefaultValue("false") boolean createMissing) {

    /** @throws IllegalArgumentException if no folder is named */
    KeySettings {
        if (folder == null) {
            throw new IllegalArgumentException(
                    "Expected healthpassport.keys.folder to be set to the folder of the key-encryption keys (HEALTHPASSPORT_KEYS_FOLDER), but it is not");
        }
    }
}
