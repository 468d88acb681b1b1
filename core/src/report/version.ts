/** Version of the verifier, as in the package; a test compares the two. */
export const VERIFIER_VERSION = '0.1.0';
