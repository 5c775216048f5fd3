/** The XHTML of narratives: formatted text, and nothing that runs. */
@NullMarked
package org.healthpassport.fhir.narrative;

import org.jspecify.annotations.NullMarked;
