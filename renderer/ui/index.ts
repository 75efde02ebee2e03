/** The kit: what every room builds its screens from. Has no knowledge of the contract. */
export { Avatar, type AvatarProps } from './Avatar.tsx'
export { Banner } from './Banner.tsx'
export { Button, IconButton } from './Button.tsx'
export { Checkbox } from './Checkbox.tsx'
export { CopyButton } from './CopyButton.tsx'
export { classes } from './classes.ts'
export { ConfirmDialog, Dialog, DialogHost } from './Dialog.tsx'
export { EmptyState } from './EmptyState.tsx'
export { Kbd } from './Kbd.tsx'
export { Mark } from './Mark.tsx'
export {
  ContextMenu,
  MenuAt,
  MenuButton,
  MenuItem,
  MenuSeparator,
  type Point,
  pointOf,
  Submenu,
} from './Menu.tsx'
export { PassphraseField } from './PassphraseField.tsx'
export { ProgressBar } from './ProgressBar.tsx'
export { QrCode } from './QrCode.tsx'
export { RadioGroup } from './RadioGroup.tsx'
export { Select } from './Select.tsx'
export { Slider } from './Slider.tsx'
export { Spinner } from './Spinner.tsx'
export { Switch } from './Switch.tsx'
export { Tabs } from './Tabs.tsx'
export { TextArea } from './TextArea.tsx'
export { TextField } from './TextField.tsx'
export { showToast, Toasts } from './Toasts.tsx'
export { Tooltip } from './Tooltip.tsx'
export { useMedia } from './use-media.ts'
export { VisuallyHidden } from './VisuallyHidden.tsx'
export { Zoomable, type ZoomHandle } from './Zoomable.tsx'
