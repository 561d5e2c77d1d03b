// The shape of a picture of several panels: side by side where there is room, else one below the other.

// Whether there is room for panels side by side. Where there is not, the picture becomes as tall as its panels need, in units of the
// text's size.
function makeRoom(picture, { least = 36, tall }) {
  const isWide = picture.width > least * picture.em;
  picture.fixedHeight = isWide ? undefined : Math.round(tall * picture.em);
  picture.measure();
  return isWide;
}

export { makeRoom };
