/** Publishes the log: checkpoint, verifier key and tiles (C2SP tlog-tiles). */
@NullMarked
package org.healthpassport.audit.publication;

import org.jspecify.annotations.NullMarked;
