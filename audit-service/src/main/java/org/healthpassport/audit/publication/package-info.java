/** The log as anybody can fetch it: checkpoint, verifier key and tiles (C2SP tlog-tiles). */
@NullMarked
package org.healthpassport.audit.publication;

import org.jspecify.annotations.NullMarked;
