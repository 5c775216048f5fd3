/** The log as files that anybody can fetch and keep: hash tiles and entry bundles (C2SP tlog-tiles). Uses the JDK alone. */
@NullMarked
package org.healthpassport.audit.tile;

import org.jspecify.annotations.NullMarked;
