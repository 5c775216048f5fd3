package org.healthpassport.api.web;

import java.net.URI;

/**
 * Where the outside reaches this installation; in links that have to work outside of the request they came from.
 *
 * @param base scheme, host and port
 */
public record PublicUrl(URI base) {

    /** The public address of a path that begins with a slash. */
    public URI of(String path) {
        return base.resolve(path);
    }
}
