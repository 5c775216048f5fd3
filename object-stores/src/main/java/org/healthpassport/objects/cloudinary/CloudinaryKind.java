package org.healthpassport.objects.cloudinary;

import java.time.Duration;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreKind;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;

/** Product environments of Cloudinary. */
public final class CloudinaryKind implements StoreKind {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    /** Of one part, at 70 kB a second. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);

    @Override
    public String scheme() {
        return CloudinarySettings.SCHEME;
    }

    @Override
    public String example() {
        return "cloudinary://<key>:<secret>@<cloud>";
    }

    @Override
    public ObjectStore open(StoreUrl url, StoreEnvironment environment) {
        return new CloudinaryObjectStore(
                CloudinarySettings.of(url, environment), CONNECT_TIMEOUT, READ_TIMEOUT, UPLOAD_TIMEOUT);
    }
}
