package org.healthpassport.vault.key;

import java.io.IOException;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.VersionFiles;

/** The versions of key-encryption keys, for who rotates them. */
public interface KeyVersionFiles extends KeyEncryptionKeys, VersionFiles<KeyPurpose> {
    /** Destroys the versions before the one that seals. Nothing that they sealed can be opened after that. */
    boolean destroyOlder(KeyPurpose purpose, KeyVersions seen) throws IOException;
}
