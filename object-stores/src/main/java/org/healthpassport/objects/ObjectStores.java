package org.healthpassport.objects;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.util.List;
import org.healthpassport.objects.cloudinary.CloudinaryKind;
import org.healthpassport.objects.firebase.FirebaseKind;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreKind;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.objects.s3.S3Kind;
import org.healthpassport.vault.object.ObjectStore;

/** Opens the object store that a URL names. */
public final class ObjectStores {
    /** Another store needs its class and a line here. */
    private static final List<StoreKind> KINDS =
            List.of(new FolderKind(), new FirebaseKind(), new S3Kind(), new CloudinaryKind());

    private ObjectStores() {}

    /** True if a store goes by URLs of that scheme. */
    public static boolean knows(URI url) {
        return KINDS.stream().anyMatch(kind -> kind.scheme().equalsIgnoreCase(url.getScheme()));
    }

    /**
     * Opens the store; it need not be reached yet.
     *
     * @throws IllegalArgumentException when no store goes by such a URL, or a setting of the store is wrong; the message
     *     names the setting and holds no secret
     */
    public static ObjectStore open(StoreUrl url, StoreEnvironment environment) {
        return KINDS.stream()
                .filter(kind -> kind.scheme().equals(url.scheme()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Expected %s to be a URL such as %s, but its scheme is %s:."
                                .formatted(
                                        url.setting(),
                                        KINDS.stream().map(StoreKind::example).collect(joining(" or ")),
                                        url.scheme())))
                .open(url, environment);
    }
}
