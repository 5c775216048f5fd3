package org.healthpassport.objects;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.durable.FileUrl;
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
     * The settings as a service has them.
     *
     * @throws IllegalArgumentException when one of them has no scheme
     */
    public static StorageSettings of(URI url, @Nullable URI overflowUrl, List<URI> formerUrls) {
        return new StorageSettings(
                StoreUrl.of("STORAGE_URL", url),
                overflowUrl == null ? null : StoreUrl.of("STORAGE_OVERFLOW_URL", overflowUrl),
                formerUrls.stream()
                        .map(former -> StoreUrl.of("STORAGE_FORMER_URLS", former))
                        .toList());
    }

    /** The folder among the stores for new documents, whose disk may run full; empty if there is none. */
    public Optional<Path> folder() {
        return Stream.concat(Stream.of(url), Stream.ofNullable(overflowUrl))
                .filter(store -> store.scheme().equals("file"))
                .map(store -> FileUrl.toPath(store.uri(), store.setting()))
                .findFirst();
    }
}
