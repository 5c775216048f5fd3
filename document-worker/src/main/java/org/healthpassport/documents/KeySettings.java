package org.healthpassport.documents;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys of events.
 *
 * @param folder the folder that holds them
 * @param createMissing true to wait for keys that other services create at their first start
 * @param masterKey the URL of the key that encrypts the files of keys; not set: the files hold plain keys
 * @param movedFrom the same for the key that encrypted them until now, or {@code none}, while they are moved
 */
@ConfigurationProperties("healthpassport.keys")
record KeySettings(
        Path folder,
        @DefaultValue("false") boolean createMissing,
        @Nullable String masterKey,
        @Nullable String movedFrom) {

    /** @throws IllegalArgumentException if no folder is set */
    KeySettings {
        if (folder == null) {
            throw new IllegalArgumentException(
                    "Expected HEALTHPASSPORT_KEYS_FOLDER (healthpassport.keys.folder) to name the folder of the keys of events, but it is not set");
        }
    }
}
