/** Signed notes, checkpoints, cosignatures and proof files (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof); the JDK alone. */
@NullMarked
package org.healthpassport.audit.note;

import org.jspecify.annotations.NullMarked;
