package org.healthpassport.objects.firebase;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Fetches the pages of a list as they are consumed. */
final class Listing implements Iterator<Blob> {
    private final Supplier<Page<Blob>> firstPage;
    private @Nullable Iterator<Blob> blobs;

    private Listing(Supplier<Page<Blob>> firstPage) {
        this.firstPage = firstPage;
    }

    static Stream<Blob> of(Supplier<Page<Blob>> firstPage) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Listing(firstPage), Spliterator.NONNULL | Spliterator.IMMUTABLE),
                false);
    }

    @Override
    public boolean hasNext() {
        return FirebaseFailure.answered(() -> begun().hasNext());
    }

    @Override
    public Blob next() {
        return FirebaseFailure.answered(() -> begun().next());
    }

    private Iterator<Blob> begun() {
        Iterator<Blob> begun = blobs;
        if (begun == null) {
            begun = firstPage.get().iterateAll().iterator();
            blobs = begun;
        }
        return begun;
    }
}
