package org.healthpassport.keymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {
    @Test
    void shouldProtectByPermissionsAloneWithoutSetting() {
        assertThat(MasterKeys.protection("", "")).isEqualTo(FileProtection.NONE);
        assertThat(MasterKeys.protection(null, null)).isEqualTo(FileProtection.NONE);
    }

    @Test
    void shouldKnowFromWhereFilesAreMoved() {
        // when
        FileProtection moved = MasterKeys.protection("vault://vault.example.org:8200/transit/keys/k", "none");

        // then
        assertThat(moved.before()).isEqualTo(FileProtection.NONE);
        assertThat(moved.master()).hasToString("vault://vault.example.org:8200/transit/keys/k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault",
                "vault://",
                "vault://host:8200/transit/name",
                "aws-kms://alias/key",
                "aws-kms://arn:aws:kms:eu-central-1:111122223333:alias/name",
                "gcp-kms://projects/p/keys/k",
                "azure-kv://name",
                "vault://host:8200/transit/keys/name?endpoint"
            })
    void shouldRefuseOtherUrls(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKeys.protection(url, null))
                .withMessageContaining("HEALTHPASSPORT_KEYS_MASTER_KEY");
    }
}
