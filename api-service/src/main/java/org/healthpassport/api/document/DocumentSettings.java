package org.healthpassport.api.document;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.healthpassport.objects.StorageSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of documents: storage and limits.
 *
 * @param storageUrl as {@link StorageSettings#url}
 * @param storageOverflowUrl as {@link StorageSettings#overflowUrl}
 * @param storageFormerUrls as {@link StorageSettings#formerUrls}
 * @param storeCredentials settings of the vendors, by their own names
 * @param stagingUrl folder in which received ciphertext waits for the document worker, which must see the same folder
 * @param stagingQuota of all that waits there; uploads that need more are refused
 * @param maxSize of one document; a larger one is refused
 * @param patientQuota of all documents of a patient; more is refused
 * @param perPatient the number of documents of a patient, deleted ones too, as they stay in the list; more are refused
 * @param uploadsPerAccount concurrent uploads of an account; more wait, and are refused after a while
 */
@Validated
@ConfigurationProperties("healthpassport.documents")
public record DocumentSettings(
        @NotNull URI storageUrl,
        @Nullable URI storageOverflowUrl,
        List<URI> storageFormerUrls,
        Map<String, String> storeCredentials,
        @NotNull URI stagingUrl,
        @NotNull DataSize stagingQuota,
        @NotNull DataSize maxSize,
        @NotNull DataSize patientQuota,
        @Min(1) int perPatient,
        @Min(1) @Max(MOST_UPLOADS_PER_ACCOUNT) int uploadsPerAccount) {
    /** Three quarters of what one address may have, for all of its accounts. */
    public static final int MOST_UPLOADS_PER_ACCOUNT = 48;

    /** Leaves out the URLs, which may hold secrets, and the credentials. */
    @Override
    public String toString() {
        return "DocumentSettings";
    }

    StorageSettings stores() {
        return StorageSettings.of(storageUrl, storageOverflowUrl, storageFormerUrls);
    }
}
