package org.healthpassport.vault.key;

import java.io.IOException;
import java.util.Set;
import org.healthpassport.vault.key.file.KeyVersions;

/**
 * The versions of key-encryption keys, for who rotates them. All methods block, and a change is made only if nobody else
 * made one since the versions were seen.
 */
public interface KeyVersionFiles extends KeyEncryptionKeys {
    /** The purposes whose keys are here. */
    Set<KeyPurpose> purposes();

    /** The versions as they are stored now. */
    KeyVersions versions(KeyPurpose purpose);

    /** Adds a version that opens and does not seal yet. */
    boolean announce(KeyPurpose purpose, KeyVersions seen) throws IOException;

    /** Makes the newest version the one that seals. */
    boolean promote(KeyPurpose purpose, KeyVersions seen) throws IOException;

    /** Destroys the versions before the one that seals. Nothing that they sealed can be opened after that. */
    boolean destroyOlder(KeyPurpose purpose, KeyVersions seen) throws IOException;
}
