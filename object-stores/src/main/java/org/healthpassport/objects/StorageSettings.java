package org.healthpassport.objects;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthpassport.objects.kind.StoreUrl;
import org.jspecify.annotations.Nullable;

/**
 * The object stores of a deployment, by their URLs.
 *
 * @param url the store of new documents ({@code STORAGE_URL})
 * @param overflowUrl the store of documents that are too large for the first one ({@code STORAGE_OVERFLOW_URL}); null if there
 *     is none
 * @param formerUrls stores in which older documents still lie ({@code STORAGE_FORMER_URLS})
 */
public record StorageSettings(StoreUrl url, @Nullable StoreUrl overflowUrl, List<StoreUrl> formerUrls) {

    /**
     * Reads the settings as they are written.
     *
     * @param formerUrls separated by spaces or commas; null or empty if there are none
     * @throws IllegalArgumentException when one of them is no URL
     */
    public static StorageSettings of(String url, @Nullable String overflowUrl, @Nullable String formerUrls) {
        return new StorageSettings(
                StoreUrl.of("STORAGE_URL", url),
                isMissing(overflowUrl)
                        ? null
                        : StoreUrl.of("STORAGE_OVERFLOW_URL", Objects.requireNonNull(overflowUrl)),
                isMissing(formerUrls)
                        ? List.of()
                        : Stream.of(Objects.requireNonNull(formerUrls).strip().split("[,\\s]+"))
                                .map(former -> StoreUrl.of("STORAGE_FORMER_URLS", former))
                                .toList());
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
